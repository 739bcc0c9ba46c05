"""Names across two scripts: pure, no Flask, no database."""
