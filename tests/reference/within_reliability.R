# Reliability by R 4.2 with psych 2.2.9, lavaan 0.6-14 and multilevel 2.7.
# Rscript within_reliability.R > within_reliability.csv
suppressMessages({library(psych); library(lavaan); library(multilevel)})
data(lq2002); data(bhr2000)
bfi <- psych::bfi
bfi$A1 <- 7 - bfi$A1; bfi$E1 <- 7 - bfi$E1; bfi$E2 <- 7 - bfi$E2
sets <- list(agreeable = bfi[, c("A1", "A2", "A3", "A4", "A5")],
  outgoing = head(bfi[, c("E1", "E2", "E3", "E4", "E5")], 150), three = bfi[, c("N1", "N2", "N3")],
  leadership = lq2002[, 3:13], company = head(lq2002[, 3:13], 46), hours = bhr2000[, 2:12],
  pair = bfi[, c("C1", "C2")])
numbers <- function(...) paste(sprintf("%.15g", c(...)), collapse = " ")
cat("set,n,sums,cross,number,value\n")
for (name in names(sets)) {
  x <- as.matrix(na.omit(sets[[name]]))
  say <- function(number, value) cat(name, ",", nrow(x), ",", numbers(colSums(x)), ",",
    numbers(crossprod(x)), ",", number, ",", sprintf("%.15g", value), "\n", sep = "")
  if (ncol(x) == 2) {
    r <- cor(x)[1, 2]
    say("spearman_brown", 2 * r / (1 + r))
    next
  }
  a <- suppressWarnings(psych::alpha(x, check.keys = FALSE, warnings = FALSE))$total$raw_alpha
  limits <- psych::alpha.ci(a, nrow(x), ncol(x))
  say("alpha", a); say("alpha_low", limits$lower.ci); say("alpha_high", limits$upper.ci)
  limits <- psych::alpha.ci(a, nrow(x), ncol(x), p.val = .1)
  say("alpha_low_90", limits$lower.ci)
  if (nrow(x) < 100) next
  fit <- cfa(paste("f =~", paste(colnames(x), collapse = " + ")), data = as.data.frame(x),
    std.lv = TRUE)
  estimates <- parameterEstimates(fit)
  loadings <- estimates$est[estimates$op == "=~"]
  own <- estimates$est[estimates$op == "~~" & estimates$lhs != "f"]
  say("omega_lavaan", sum(loadings)^2 / (sum(loadings)^2 + sum(own)))
  # lavaan stops at about seven digits. factanal goes further; three items solve exactly.
  # (psych::omega wants GPArotation, which is not in Debian.)
  s <- sqrt(diag(cov(x)))
  if (ncol(x) == 3) {
    r <- cor(x)
    loadings <- sqrt(c(r[1, 2] * r[1, 3] / r[2, 3], r[1, 2] * r[2, 3] / r[1, 3], r[1, 3] * r[2, 3] / r[1, 2]))
  } else {
    loadings <- factanal(covmat = cov(x), n.obs = nrow(x), factors = 1,
      control = list(lower = 1e-4, opt = list(factr = 1, pgtol = 0, maxit = 1e4)))$loadings
  }
  say("omega", sum(s * loadings)^2 / (sum(s * loadings)^2 + sum(s^2 * (1 - loadings^2))))
}
