"""Long races and kills: short in every run, long with `WORKHALL_SOAK=long` (`make soak`)."""
