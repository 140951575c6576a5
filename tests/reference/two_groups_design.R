# Departments and weights by R: ICC(1), Obuchowski's variance from raw vectors, raking by loglin.
# Rscript two_groups_design.R  (in this folder; writes two_groups_design.csv)
suppressPackageStartupMessages(library(multilevel))

rows <- list()
keep <- function(case, statistic, value) {
  rows[[length(rows) + 1]] <<- data.frame(
    case = case, statistic = statistic, value = sprintf("%.15g", value))
}

data(lq2002); data(bhr2000)
for (set in list(list("lq2002", lq2002$LEAD05, lq2002$COMPID), list("bhr2000", bhr2000$AF06, bhr2000$GRP))) {
  answers <- set[[2]]; group <- set[[3]]
  table <- table(factor(group), factor(answers, levels = 1:5))
  keep(set[[1]], "departments", nrow(table))
  for (g in seq_len(nrow(table))) for (k in 1:5) keep(set[[1]], paste0("cell_", g, "_", k), table[g, k])
  # multilevel::ICC1 takes the plain average size of a group; with unequal groups the unbiased
  # n0 of the same analysis of variance is right, so its mean squares are taken from R's aov.
  sizes <- rowSums(table); m <- sum(sizes^2) / sum(sizes)
  squares <- summary(aov(answers ~ factor(group)))[[1]][["Mean Sq"]]
  n0 <- (sum(sizes) - m) / (length(sizes) - 1)
  icc <- (squares[1] - squares[2]) / (squares[1] + (n0 - 1) * squares[2])
  keep(set[[1]], "icc", icc)
  keep(set[[1]], "icc_multilevel", ICC1(aov(answers ~ factor(group))))
  keep(set[[1]], "typical_size", m)
  keep(set[[1]], "design_effect", 1 + (m - 1) * icc)
  # Leaders 1 2 3 4 5 chosen once, 1, 3, 6, 2 times.
  lead <- rep(1:5, c(1, 1, 3, 6, 2))
  b <- sapply(answers, function(s) mean(lead > s) + mean(lead == s) / 2)
  e <- tapply(b - mean(b), group, sum)
  G <- length(e)
  keep(set[[1]], "cluster_variance", G / (G - 1) * sum(e^2) / length(answers)^2)
  keep(set[[1]], "a", mean(b))
}

answered <- matrix(c(30, 12, 8, 25, 40, 9, 14, 10, 22), 3, 3)
departments <- c(150, 90, 60); tenure <- c(120, 110, 70)
target <- outer(departments, tenure) / 300
fit <- loglin(target, list(1, 2), start = answered, fit = TRUE, eps = 1e-12, iter = 1000, print = FALSE)$fit
w <- t(fit / answered)  # row by row
w <- w * sum(answered) / sum(fit)
n <- t(answered)
for (i in seq_along(w)) keep("raking", paste0("weight_", i), w[i])
keep("raking", "kish", sum(n * w^2) / sum(n))
write.csv(do.call(rbind, rows), "two_groups_design.csv", row.names = FALSE, quote = FALSE)
