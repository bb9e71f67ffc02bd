"""What people save or send: finds the page in mails, archives, books and documents; one form a module."""
