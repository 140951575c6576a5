# Change of a gap between two rounds by R 4.2: MOVER from limits worked out on raw answers,
# and the four-group Satterthwaite interval; where the first round has no spread at all
# the latter must be Welch's, by t.test.
# Rscript within_change.R > within_change.csv
rounds <- list(
  fell = list(c(0, 0, 2, 8, 10), c(20, 40, 80, 40, 20), c(1, 3, 8, 6, 2), c(15, 50, 70, 45, 30)),
  rose = list(c(1, 2, 3, 1, 0), c(216, 520, 460, 521, 306), c(0, 1, 2, 3, 2), c(300, 400, 500, 500, 200)),
  flat = list(c(0, 0, 5, 0, 0), c(0, 30, 0, 0, 0), c(1, 3, 8, 6, 2), c(15, 50, 70, 45, 30)))
cat("set,counts,number,value\n")
for (name in names(rounds)) {
  tables <- rounds[[name]]
  raw <- lapply(tables, function(x) rep(seq_along(x), x))
  say <- function(number, value) cat(name, ",", paste(unlist(tables), collapse = " "), ",", number,
    ",", sprintf("%.15g", value), "\n", sep = "")
  m <- sapply(raw, mean); v <- sapply(raw, var) / lengths(raw)
  df <- sum(v)^2 / sum(v^2 / (lengths(raw) - 1))
  d <- (m[3] - m[4]) - (m[1] - m[2])
  reach <- qt(.975, df) * sqrt(sum(v))
  say("points", d); say("points_low", d - reach); say("points_high", d + reach)
  if (name == "flat") {
    welch <- t.test(raw[[3]], raw[[4]])$conf.int - (m[1] - m[2])
    say("welch_low", welch[1]); say("welch_high", welch[2])
  }
  skb <- function(x, y) {
    # SKB+1 from the method note, on shares, term by term.
    K <- length(x); n1 <- sum(x); n2 <- sum(y); pool <- (x + y) / (n1 + n2)
    p <- (x + pool) / (n1 + 1); q <- (y + pool) / (n2 + 1)
    a <- sapply(1:K, function(k) sum(q[seq_len(k - 1)]) + q[k] / 2)
    b <- sapply(1:K, function(k) 1 - sum(p[seq_len(k - 1)]) - p[k] / 2)
    th <- sum(p * a)
    V1 <- sum(p * (a - th)^2) / (n1 - 1); V2 <- sum(q * (b - th)^2) / (n2 - 1)
    df <- (V1 + V2)^2 / (V1^2 / (n1 - 1) + V2^2 / (n2 - 1))
    c <- (V1 + V2) / (th * (1 - th)) * qt(.975, df)^2
    A <- mean(outer(rep(1:K, x), rep(1:K, y), function(s, t) (s > t) + (s == t) / 2))
    c(A, (A + c / 2 + c(-1, 1) * sqrt(c * A * (1 - A) + c^2 / 4)) / (1 + c))
  }
  one <- skb(tables[[1]], tables[[2]]); two <- skb(tables[[3]], tables[[4]])
  d <- two[1] - one[1]
  say("A", d)
  say("A_low", d - sqrt((two[1] - two[2])^2 + (one[3] - one[1])^2))
  say("A_high", d + sqrt((two[3] - two[1])^2 + (one[1] - one[2])^2))
}
