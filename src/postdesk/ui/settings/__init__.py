"""The settings, a page a module. What is changed counts at once; nothing has to be confirmed."""
