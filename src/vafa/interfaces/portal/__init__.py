"""A member's pages, under /c/<club>/, and what everybody may open: /j/<code>, /r/<token>."""
