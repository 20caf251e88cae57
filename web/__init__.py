"""What people see: pages, boards, sockets, the reports they send and the receipts they get."""
