"""Which thing of ours a row of somebody else's table means, with the reasons for it."""
