"""What all surfaces share: request context, routing, errors, paging, markup, pages."""
