"""What a club sells, in groups and sub-groups. The rules see group codes only."""
