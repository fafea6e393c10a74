"""What people bring: read with its lines, held to the policy, checked; nothing is kept."""
