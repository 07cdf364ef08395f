"""What Vafa costs, measured: one table of rates and ratios, made by `make bench`.

Every row is compared with a peer of the same run on the same machine, since only a ratio survives
another machine. Each row also tells the processor time of one operation, which other work on the
machine disturbs least. It holds no test: nothing here fails because something is slow.
"""
