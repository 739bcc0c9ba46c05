"""What is done with referrals."""
