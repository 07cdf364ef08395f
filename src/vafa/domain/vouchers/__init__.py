"""Coupons and gift cards by their codes: who may use which, how often, until when.

What a coupon is worth stands in the programme; what a gift card holds stands in the book.
"""
