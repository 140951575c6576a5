# Leaders' predictions, worked out by R 4.2 person by person; Wilson limits by prop.test.
# Rscript within_prediction.R > within_prediction.csv
cat("set,predictions,staff,number,value\n")
say <- function(set, x, y, number, value) cat(set, ",", paste(x, collapse = " "), ",",
  paste(y, collapse = " "), ",", number, ",", sprintf("%.15g", value), "\n", sep = "")
shares <- list(over = list(c(0, 0, 0, 0, 0, 0, 1, 3, 4, 2, 0), c(48, 120)),
  even = list(c(0, 0, 0, 1, 2, 4, 2, 1, 0, 0, 0), c(1012, 2023)),
  under = list(c(3, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0), c(9, 11)))
for (set in names(shares)) {
  x <- shares[[set]][[1]]; y <- shares[[set]][[2]]
  guess <- rep(0:10 / 10, x); actual <- y[1] / y[2]
  limits <- prop.test(y[1], y[2], correct = FALSE)$conf.int
  say(set, x, y, "bias", mean(guess - actual))
  say(set, x, y, "bias_low", mean(guess) - limits[2])
  say(set, x, y, "bias_high", mean(guess) - limits[1])
  say(set, x, y, "spread", sqrt(mean((guess - mean(guess))^2)))
  say(set, x, y, "mse", mean((guess - actual)^2))
  say(set, x, y, "skill", 1 - mean((guess - actual)^2) / (0.9 - actual)^2)
}
rungs <- list(low = list(c(0, 1, 6, 3), c(10, 20, 30, 60)), tie = list(c(2, 2, 2, 1, 0), c(5, 9, 9, 0, 1)))
for (set in names(rungs)) {
  x <- rungs[[set]][[1]]; y <- rungs[[set]][[2]]; K <- length(x)
  score <- function(f, k) sum((cumsum(f / sum(f)) - (k <= seq_len(K)))^2) / (K - 1)
  said <- rep(seq_len(K), y)
  G <- ecdf(said)(seq_len(K))
  say(set, x, y, "distance", mean(sapply(said, function(k) score(x, k))) - sum(G * (1 - G)) / (K - 1))
  say(set, x, y, "hits", mean(rep(seq_len(K), x) %in% which(y == max(y))))
}
# The gap leaders expect: own favourable share (prop.test) minus mean guess (t.test), put
# together as Newcombe does. Their counts stand in the column "staff".
own <- list(over = c(9, 10), even = c(8, 10), under = c(2, 5))
for (set in names(own)) {
  x <- shares[[set]][[1]]; y <- own[[set]]; guess <- rep(0:10 / 10, x); p <- y[1] / y[2]
  w <- prop.test(y[1], y[2], correct = FALSE)$conf.int; t <- t.test(guess)$conf.int
  d <- p - mean(guess)
  say(paste0("expected_", set), x, y, "low", d - sqrt((p - w[1])^2 + (t[2] - mean(guess))^2))
  say(paste0("expected_", set), x, y, "high", d + sqrt((w[2] - p)^2 + (mean(guess) - t[1])^2))
}
