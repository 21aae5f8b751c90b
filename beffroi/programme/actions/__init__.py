"""What a territory does: the action sheet, its life, its milestones, risks and aims."""
