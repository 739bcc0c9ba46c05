"""The page to compare with: Flask, an indexed query of 20 rows, a template, as many bytes; nothing else."""

import os

import sqlalchemy as sa
from flask import Flask, render_template_string
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

ROWS = 20
PAGE = """<!DOCTYPE html><title>{{ rows | length }}</title>
{% for row in rows %}<p>{{ row.reference }} {{ row.status }} {{ row.opened_on }}</p>{% endfor %}
{{ filling }}"""

app = Flask(__name__)
engine = sa.create_engine(os.environ["BENCH_DATABASE_URL"])


class Base(DeclarativeBase):
    pass


class File(Base):
    """A few columns of the real table."""

    __tablename__ = "cases"

    reference: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    opened_on: Mapped[str]


@app.get("/bare/<int:n_bytes>")
def bare(n_bytes: int) -> str:
    chosen = sa.select(File).where(File.reference > os.environ["BENCH_REFERENCE"]).order_by(File.reference)
    with Session(engine) as session:
        rows = session.scalars(chosen.limit(ROWS)).all()
        filling = "x" * max(0, n_bytes - 60 * ROWS)
        return render_template_string(PAGE, rows=rows, filling=filling)
