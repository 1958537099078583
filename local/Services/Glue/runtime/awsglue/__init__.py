"""What Glue jobs import, as far as a job that does not use Spark needs it."""
