# ICC(1) and ICC(2) by R 4.2 with multilevel 2.7: its own functions where departments are
# equally large, else the analysis of variance with n0 for their size.
# Rscript within_intraclass.R > within_intraclass.csv
suppressMessages(library(multilevel))
data(lq2002); data(bhr2000)
even <- do.call(rbind, lapply(split(lq2002, lq2002$COMPID), function(d) if (nrow(d) >= 10) head(d, 10)))
small <- data.frame(g = rep(1:3, each = 5), x = c(1,1,1,1,2, 1,2,2,2,3, 2,3,3,3,3))
cat("set,departments,categories,table,number,value\n")
report <- function(name, x, g) {
  x <- as.integer(x)
  table <- t(table(factor(g), factor(x, levels = seq_len(max(x)))))
  model <- aov(x ~ factor(g))
  ms <- summary(model)[[1]][, "Mean Sq"]
  m <- as.numeric(table(factor(g)))
  n0 <- (sum(m) - sum(m^2) / sum(m)) / (length(m) - 1)
  say <- function(number, value) cat(name, ",", ncol(table), ",", nrow(table), ",",
    paste(as.vector(table), collapse = " "), ",", number, ",", sprintf("%.15g", value), "\n", sep = "")
  say("icc1", (ms[1] - ms[2]) / (ms[1] + (n0 - 1) * ms[2]))
  say("icc2", (ms[1] - ms[2]) / ms[1])
  if (length(unique(m)) == 1) {
    say("icc1_multilevel", ICC1(model))
    say("icc2_multilevel", ICC2(model))
  }
}
report("small", small$x, small$g)
report("companies", lq2002$LEAD01, lq2002$COMPID)
report("companies even", even$LEAD02, even$COMPID)
report("hours", bhr2000$AF06, bhr2000$GRP)
