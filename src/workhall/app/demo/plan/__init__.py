"""Floor plans: sketches of three buildings, and the pen that draws them as SVG."""
