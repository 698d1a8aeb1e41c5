"""What the console costs an agent: the budgets C1 and C3 to C7, on the real server with thousands of conversations."""
