# Differential item functioning by R 4.2 with ordinal::clm (2022.11-16): item on rest score,
# with group, with their interaction; likelihood ratios and Nagelkerke's R^2.
# Real items (psych::bfi: men against women, lq2002 with an invented group), and one bent.
# Rscript within_comparability.R > within_comparability.csv
suppressMessages({library(ordinal); library(psych); library(multilevel)})
data(lq2002)
bfi <- psych::bfi
bfi$A1 <- 7 - bfi$A1
agree <- na.omit(bfi[, c("A1", "A2", "A3", "A4", "A5", "gender")])
lead <- lq2002[, c(3:8, 1)]
lead$group <- (lead$COMPID %% 7 == 0) + 0
bent <- head(agree, 900)
bent$A3 <- ifelse(bent$gender == 1, pmax(1, bent$A3 - 1), bent$A3)
sets <- list(
  men_A1 = list(agree$A1, rowSums(agree[, 2:5]), agree$gender == 1),
  men_A4 = list(agree$A4, rowSums(agree[, c(1:3, 5)]), agree$gender == 1),
  bent_A3 = list(bent$A3, rowSums(bent[, c(1, 2, 4, 5)]), bent$gender == 1),
  few_levels = list(pmin(agree$A2, 3), agree$A1 + agree$A3, agree$gender == 1),
  companies = list(lead[, 1], rowSums(lead[, 2:6]), lead$group == 1))
control <- clm.control(gradTol = 1e-11, maxIter = 500)
cat("set,shape,table,number,value\n")
for (name in names(sets)) {
  y <- sets[[name]][[1]]; rest <- sets[[name]][[2]]; g <- sets[[name]][[3]] + 0
  K <- max(y)
  counts <- table(factor(1 - g), factor(rest, levels = min(rest):max(rest)), factor(y, levels = 1:K))
  counts <- aperm(counts, c(3, 2, 1))
  say <- function(number, value) cat(name, ",", paste(rev(dim(counts)), collapse = " "), ",",
    paste(as.vector(counts), collapse = " "), ",", number, ",", sprintf("%.15g", value), "\n", sep = "")
  f <- factor(y)
  m <- list(clm(f ~ 1, control = control), clm(f ~ rest, control = control),
    clm(f ~ rest + g, control = control), clm(f ~ rest * g, control = control))
  l <- sapply(m, function(fit) as.numeric(logLik(fit)))
  n <- length(y)
  nagelkerke <- (1 - exp(2 * (l[1] - l) / n)) / (1 - exp(2 * l[1] / n))
  say("log_likelihood_rest", l[2]); say("log_likelihood_full", l[4])
  say("slope_group", coef(m[[3]])["g"])
  say("p_any", pchisq(2 * (l[4] - l[2]), 2, lower.tail = FALSE))
  say("p_shift", pchisq(2 * (l[3] - l[2]), 1, lower.tail = FALSE))
  say("p_slope", pchisq(2 * (l[4] - l[3]), 1, lower.tail = FALSE))
  say("explained_more", nagelkerke[4] - nagelkerke[2])
}
