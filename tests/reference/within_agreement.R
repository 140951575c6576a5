# Agreement within one group, by R 4.2 with multilevel 2.7 and agrmt 1.42.12.
# Rscript within_agreement.R > within_agreement.csv
# agrmt is not in Debian: AGRMT names a folder with its R sources where it is not installed.
suppressMessages(library(multilevel))
if (nzchar(Sys.getenv("AGRMT"))) {
  for (file in list.files(file.path(Sys.getenv("AGRMT"), "R"), full.names = TRUE)) source(file)
} else library(agrmt)

tables <- list(c(30, 40, 210, 130, 530, 50, 10), c(24, 28, 32, 62, 135, 304, 416),
  c(16, 26, 82, 210, 293, 270, 103), c(2, 0, 1, 1), c(0, 0, 0, 0, 7), c(1, 0, 0, 0, 6),
  c(0, 4, 0, 4, 0), c(1, 0, 0, 0, 1), c(5, 5, 5, 5, 5), c(0, 1, 5, 9, 4), c(3, 1, 0, 2, 6),
  c(216, 520, 460, 521, 306), c(0, 3, 0, 2), c(4, 0, 3), c(1, 0, 2, 0, 0, 5, 3, 0, 4, 1, 1),
  c(7, 0, 0, 3, 0, 9, 2))
pairs_within <- function(answers, far) {
  apart <- as.matrix(dist(answers))
  mean(apart[lower.tri(apart)] <= far)
}
cat("counts,number,value\n")
say <- function(x, number, value)
  cat(paste(x, collapse = " "), ",", number, ",", sprintf("%.15g", value), "\n", sep = "")
for (x in tables) {
  answers <- rep(seq_along(x), x)
  group <- rep(1, length(answers))
  even <- (length(x)^2 - 1) / 12
  say(x, "same_answer", pairs_within(answers, 0))
  say(x, "within_one", pairs_within(answers, 1))
  say(x, "van_der_eijk", agreement(x))
  say(x, "average_deviation", ad.m(answers, group, type = "median")$AD.M)
  say(x, "rwg", rwg(answers, group, ranvar = even)$rwg)
  say(x, "rwg_before_reset", 1 - var(answers) / even)
}
# rwg(j): the eleven items of lq2002 that ship with multilevel, its first company and all.
data(lq2002)
items <- lq2002[, 3:13]
first <- items[lq2002$COMPID == lq2002$COMPID[1], ]
for (set in list(first, items)) {
  value <- rwg.j(set, rep(1, nrow(set)), ranvar = 2)$rwg.j
  say(sprintf("%.15g", apply(set, 2, var)), "rwg_j", value)
}
