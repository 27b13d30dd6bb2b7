"""Wire dialects and pages, strangers to each other. They translate; they decide nothing and store nothing."""
