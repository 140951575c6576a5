# Two groups of answers, by R: each number from raw vectors, none from tables of counts.
# Rscript two_groups.R  (in this folder; writes two_groups.csv)
suppressPackageStartupMessages({library(coin); library(effectsize)})

cases <- read.csv("two_groups_cases.csv", colClasses = "character")
numbers <- function(text) as.numeric(strsplit(text, " ")[[1]])
rows <- list()
keep <- function(case, statistic, value) {
  rows[[length(rows) + 1]] <<- data.frame(
    case = case, statistic = statistic, value = sprintf("%.15g", value))
}

# Brunner and Munzel (2000) from midranks, as Neubert and Brunner (2007) print it.
brunner_munzel <- function(x, y) {
  n1 <- length(x); n2 <- length(y)
  r <- rank(c(x, y)); r1 <- r[1:n1]; r2 <- r[n1 + 1:n2]
  m1 <- mean(r1); m2 <- mean(r2)
  s1 <- sum((r1 - rank(x) - m1 + (n1 + 1) / 2)^2) / (n1 - 1)
  s2 <- sum((r2 - rank(y) - m2 + (n2 + 1) / 2)^2) / (n2 - 1)
  v <- n1 * s1 + n2 * s2
  t <- n1 * n2 * (m1 - m2) / (n1 + n2) / sqrt(v)
  df <- v^2 / ((n1 * s1)^2 / (n1 - 1) + (n2 * s2)^2 / (n2 - 1))
  a <- (m1 - (n1 + 1) / 2) / n2
  se <- sqrt(v) / (n1 * n2)
  list(a = a, se = se, t = t, df = df, p = 2 * pt(-abs(t), df),
       low = a - qt(.975, df) * se, high = a + qt(.975, df) * se)
}

# METHODS.md section 1, written out category by category.
skb1 <- function(x, y, level, f1 = 0, f2 = 0) {
  n1 <- sum(x); n2 <- sum(y); K <- length(x)
  m <- (x + y) / (n1 + n2)
  p <- (x + m) / (n1 + 1); q <- (y + m) / (n2 + 1)
  below <- function(shares, k) if (k == 1) 0 else sum(shares[1:(k - 1)])
  a <- sapply(1:K, function(k) below(q, k) + q[k] / 2)
  b <- sapply(1:K, function(k) 1 - below(p, k) - p[k] / 2)
  th <- sum(p * a)
  v1 <- (1 - f1) * sum(p * (a - th)^2) / (n1 - 1)
  v2 <- (1 - f2) * sum(q * (b - th)^2) / (n2 - 1)
  df <- (v1 + v2)^2 / (v1^2 / (n1 - 1) + v2^2 / (n2 - 1))
  Q <- (v1 + v2) / (th * (1 - th))
  c <- Q * qt((1 + level) / 2, df)^2
  A <- sum(sapply(1:K, function(k) x[k] / n1 * (below(y, k) + y[k] / 2) / n2))
  root <- sqrt(c * A * (1 - A) + c^2 / 4)
  t <- function(A0) (A - A0) / sqrt(Q * A0 * (1 - A0))
  list(low = (A + c / 2 - root) / (1 + c), high = (A + c / 2 + root) / (1 + c), df = df,
       p = 2 * pt(-abs(t(.5)), df),
       p_equivalence = max(pt(-t(.4), df), pt(t(.6), df)))
}

newcombe <- function(s, n) {
  w1 <- prop.test(s[1], n[1], correct = FALSE)$conf.int
  w2 <- prop.test(s[2], n[2], correct = FALSE)$conf.int
  p <- s / n
  c(p[1] - p[2] - sqrt((p[1] - w1[1])^2 + (w2[2] - p[2])^2),
    p[1] - p[2] + sqrt((w1[2] - p[1])^2 + (p[2] - w2[1])^2))
}

# Miettinen and Nurminen (1985) by their cubic's closed form.
miettinen_nurminen <- function(s, n) {
  chi <- function(d) {
    N <- sum(n); C <- sum(s)
    L3 <- N; L2 <- (n[1] + 2 * n[2]) * d - N - C
    L1 <- (n[2] * d - N - 2 * s[2]) * d + C; L0 <- s[2] * d * (1 - d)
    q <- L2^3 / (3 * L3)^3 - L1 * L2 / (6 * L3^2) + L0 / (2 * L3)
    r <- sign(q) * sqrt(L2^2 / (3 * L3)^2 - L1 / (3 * L3))
    w <- (pi + acos(max(-1, min(1, q / r^3)))) / 3
    p2 <- 2 * r * cos(w) - L2 / (3 * L3); p1 <- p2 + d
    v <- (p1 * (1 - p1) / n[1] + p2 * (1 - p2) / n[2]) * N / (N - 1)
    (s[1] / n[1] - s[2] / n[2] - d)^2 / v - qchisq(.95, 1)
  }
  est <- s[1] / n[1] - s[2] / n[2]
  c(uniroot(chi, c(-1 + 1e-9, est - 1e-9), tol = 1e-15)$root,
    uniroot(chi, c(est + 1e-9, 1 - 1e-9), tol = 1e-15)$root)
}

for (i in seq_len(nrow(cases))) {
  case <- cases$case[i]
  lead <- numbers(cases$leaders[i]); staff <- numbers(cases$staff[i]); v <- numbers(cases$values[i])
  K <- length(v); x <- rep(v, lead); y <- rep(v, staff)
  {
    bm <- brunner_munzel(match(x, v), match(y, v))
    for (name in names(bm)) keep(case, paste0("bm_", name), bm[[name]])
  }
  for (level in c(.95, .90)) {
    one <- skb1(lead, staff, level)
    keep(case, paste0("skb_low_", level * 100), one$low)
    keep(case, paste0("skb_high_", level * 100), one$high)
  }
  keep(case, "skb_df", one$df); keep(case, "skb_p", one$p)
  keep(case, "skb_p_equivalence", one$p_equivalence)
  roster <- skb1(lead, staff, .95, f1 = .8, f2 = .5)
  keep(case, "skb_roster_low", roster$low); keep(case, "skb_roster_high", roster$high)

  u <- suppressWarnings(wilcox.test(x, y, correct = FALSE, exact = FALSE))
  keep(case, "u", u$statistic); keep(case, "u_p", u$p.value)
  if (length(y) < 1e5) {
    z <- statistic(wilcox_test(c(x, y) ~ factor(rep(c("a", "b"), c(length(x), length(y))))))
    keep(case, "u_z", z)
  }
  w <- t.test(x, y)
  keep(case, "welch_t", w$statistic); keep(case, "welch_df", w$parameter)
  keep(case, "welch_p", w$p.value)
  keep(case, "welch_low", w$conf.int[1]); keep(case, "welch_high", w$conf.int[2])

  n1 <- length(x); n2 <- length(y); df <- n1 + n2 - 2
  sp <- sqrt(((n1 - 1) * var(x) + (n2 - 1) * var(y)) / df)
  h <- sqrt(1 / n1 + 1 / n2); t <- (mean(x) - mean(y)) / sp / h
  j <- exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))
  ncp <- function(p) uniroot(function(d) pt(t, df, d) - p, c(t - 12, t + 12), tol = 1e-13)$root
  keep(case, "g", j * t * h)
  if (abs(t) < 20) {  # R's pt is good for noncentralities up to 37.62
    keep(case, "g_low", j * h * ncp(.975)); keep(case, "g_high", j * h * ncp(.025))
  }
  if (length(y) < 1e5) {
    g <- hedges_g(x, y)
    keep(case, "effectsize_g", g$Hedges_g)
    keep(case, "effectsize_low", g$CI_low); keep(case, "effectsize_high", g$CI_high)
  }

  top <- if (K <= 4) 1 else 2
  s <- c(sum(tail(lead, top)), sum(tail(staff, top))); n <- c(n1, n2)
  keep(case, "favourable", s[1] / n[1] - s[2] / n[2])
  nc <- suppressWarnings(newcombe(s, n))
  keep(case, "newcombe_low", nc[1]); keep(case, "newcombe_high", nc[2])
  if (all(s > 0) && all(s < n)) {
    mn <- miettinen_nurminen(s, n)
    keep(case, "mn_low", mn[1]); keep(case, "mn_high", mn[2])
  }

  # Wasserstein-1 as the area between the empirical distribution functions.
  F1 <- ecdf(x); F2 <- ecdf(y)
  keep(case, "wasserstein", sum(abs(F1(v[-K]) - F2(v[-K])) * diff(v)))

  if (length(y) < 1e5) {  # jackknife of A, one person at a time
    A <- function(x, y) brunner_munzel(x, y)$a
    j1 <- sapply(seq_along(x), function(i) A(x[-i], y))
    j2 <- sapply(seq_along(y), function(i) A(x, y[-i]))
    spread <- function(j) (length(j) - 1) / length(j) * sum((j - mean(j))^2)
    keep(case, "jackknife_se", sqrt(spread(j1) + spread(j2)))
  }
}

# The studentised permutation test by brute force: every choice of who is a leader.
permutation <- function(lead, staff) {
  all <- rep(seq_along(lead), lead + staff); n1 <- sum(lead)
  t <- function(chosen) brunner_munzel(all[chosen], all[-chosen])$t
  ts <- combn(length(all), n1, t)
  seen <- brunner_munzel(rep(seq_along(lead), lead), rep(seq_along(staff), staff))$t
  mean(abs(ts) >= abs(seen) - 1e-9)
}
small <- cases[cases$case == "small", ]
keep("small", "permutation_p", permutation(numbers(small$leaders), numbers(small$staff)))
three <- list(c(2, 1, 3), c(6, 2, 1))
keep("2 1 3|6 2 1", "permutation_p", permutation(three[[1]], three[[2]]))

p <- c(.012, .049, .0004, .7, .031, .049, 1, 0)
for (i in seq_along(p)) {
  keep(sprintf("%.15g", p[i]), paste0("holm_", i), p.adjust(p, "holm")[i])
  keep(sprintf("%.15g", p[i]), paste0("bh_", i), p.adjust(p, "BH")[i])
}

for (each in list(c(2, 10, 1), c(-1.5, 3, .5), c(.05, 7, .01), c(6, 40, 4), c(9, 4, 3), c(30, 12, 25),
                  c(3, 2, 0.2), c(1.2, 500, -1), c(-4, 25, -9))) {
  keep(paste(each, collapse = " "), "noncentral_t", pt(each[1], each[2], each[3]))
}
write.csv(do.call(rbind, rows), "two_groups.csv", row.names = FALSE, quote = FALSE)
