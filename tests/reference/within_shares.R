# Shares of answers with Wilson's limits, by R 4.2: prop.test, and with a roster the score
# equation itself, |share - p| = z sqrt((1 - n/N) p (1 - p) / n), solved by uniroot.
# Rscript within_shares.R > within_shares.csv
cat("counts,invited,place,low,high\n")
z <- qnorm(0.975)
solved <- function(s, n, f) {
  p <- s / n
  off <- function(t) (p - t)^2 - z^2 * f * t * (1 - t) / n
  find <- function(from, to) uniroot(off, c(from, to), tol = 1e-14)$root
  c(if (s == 0) 0 else find(0, p), if (s == n) 1 else find(p + 1e-12, 1))
}
say <- function(x, N) for (k in seq_along(x)) {
  n <- sum(x)
  limits <- if (is.na(N)) prop.test(x[k], n, correct = FALSE)$conf.int else solved(x[k], n, 1 - n / N)
  cat(paste(x, collapse = " "), ",", N, ",", k, ",", sprintf("%.12g,%.12g\n", limits[1], limits[2]),
    sep = "")
}
say(c(14, 56), NA); say(c(0, 3, 9, 0), NA); say(c(5, 10, 15, 20, 10), NA)
say(c(14, 56), 140); say(c(0, 3, 9, 0), 14); say(c(5, 10, 15, 20, 10), 61); say(c(1, 0, 7), 9)
