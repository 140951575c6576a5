# Relative weights (Johnson's definition through the singular value decomposition of the
# scores), dominance (averages over all orders of entry, by lm), and the lower limit of
# R^2 by the noncentral F distribution, by R 4.2.  Rscript within_importance.R > within_importance.csv
# relaimpo and rwa are not in Debian; their published outputs are in the tests.
suppressMessages(library(multilevel))
data(klein2000)
within <- klein2000[, -1]
for (v in names(within)) within[[v]] <- within[[v]] - ave(within[[v]], klein2000$GRPID)
sets <- list(
  mtcars = mtcars[, c("mpg", "cyl", "disp", "hp", "wt")], swiss = swiss,
  klein = klein2000[, c("JOBSAT", "COHES", "POSAFF", "PAY", "NEGLEAD", "WLOAD", "TASKSIG", "PHYSEN")],
  within = within[, c("JOBSAT", "PAY", "NEGLEAD", "WLOAD")], attitude = attitude[, 1:5])
orders <- function(v) if (length(v) < 2) list(v) else
  do.call(c, lapply(seq_along(v), function(i) lapply(orders(v[-i]), function(o) c(v[i], o))))
cat("set,variables,correlations,number,value\n")
for (name in names(sets)) {
  d <- as.data.frame(scale(as.matrix(sets[[name]])))
  n <- nrow(d); p <- ncol(d) - 1
  say <- function(number, value) cat(name, ",", p + 1, ",",
    paste(sprintf("%.17g", cor(d)), collapse = " "), ",", number, ",",
    paste(sprintf("%.15g", value), collapse = " "), "\n", sep = "")
  parts <- svd(as.matrix(d[, -1]))
  z <- scale(parts$u %*% t(parts$v))                    # the nearest uncorrelated scores
  lambda <- cor(as.matrix(d[, -1]), z); beta <- cor(z, d[, 1])
  say("weights", lambda^2 %*% beta^2)
  full <- summary(lm(reformulate(names(d)[-1], names(d)[1]), d))
  say("r_squared", full$r.squared)
  f <- full$fstatistic
  # pf(ncp = ) stops at 1e-9, so its Poisson mixture is summed here.
  j <- 0:5000; x <- f[1] * f[2] / (f[1] * f[2] + f[3])
  chance <- function(l) sum(dpois(j, l / 2) * pbeta(x, f[2] / 2 + j, f[3] / 2))
  ncp <- uniroot(function(l) chance(l) - .975, c(0, f[1] * f[2]), tol = 1e-13)$root
  say(paste("low", n - 1), ncp / (ncp + n))
  if (p > 5) next
  r2 <- function(x) if (length(x)) summary(lm(reformulate(x, names(d)[1]), d))$r.squared else 0
  gained <- sapply(orders(names(d)[-1]), function(o)
    sapply(names(d)[-1], function(v) { at <- match(v, o); r2(o[seq_len(at)]) - r2(o[seq_len(at - 1)]) }))
  say("dominance", rowMeans(gained))
}
