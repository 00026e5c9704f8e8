"""The rules of agreements: what a promise says, how it changed, what was held of it and whether it can be kept."""
