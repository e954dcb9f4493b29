// The page's entry.

document.documentElement.dataset.ready = "true";
