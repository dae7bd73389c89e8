"""人民调解统计: from what was entered once, by month, quarter and year, committee and kind, in both books; with the proof that its sums agree."""
