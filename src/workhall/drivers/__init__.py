"""The host of modules: it runs drivers, watches them and offers them to the house through the modules port."""
