"""What the database holds: which sealed columns were filled in, and every byte that was written."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from casework.core.extensions import db


def newest(model: type[Any], /, **values: Any) -> Any:
    return db.session.query(model).filter_by(**values).order_by(model.id.desc()).first()


def sealed_columns(*, filled: bool = False) -> set[str]:
    """Every sealed column, or those that hold something now."""
    columns = [
        (table, column)
        for table in db.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_sealed") and not is_of_another_programme(table.name)
    ]
    return {
        f"{table.name}.{column.name}"
        for table, column in columns
        if not filled or db.session.scalar(sa.select(table.c.id).where(column.is_not(None)).limit(1))
    }


def is_of_another_programme(table: str) -> bool:
    return table.endswith("_details") and not table.startswith("child")


def everything_written() -> bytes:
    """Every byte of the database and of what waits to be written into it."""
    db.session.commit()
    if db.engine.dialect.name == "sqlite":
        folder = Path(db.engine.url.database or "").parent
        return b"".join(path.read_bytes() for path in folder.glob("test.db*"))
    with db.engine.connect() as connection:
        connection.exec_driver_sql("SET statement_timeout = 0; CHECKPOINT")  # a busy disk takes its time
        folder = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
        rows = b"".join(rows_of(connection, table) for table in db.metadata.sorted_tables)
    return rows + b"".join(path.read_bytes() for path in files_of(folder))


def rows_of(connection: sa.Connection, table: sa.Table) -> bytes:
    """Also where the files of the server are not this test's to read."""
    values = (value for row in connection.execute(sa.select(table)) for value in row)
    return b"\n".join(bytes(value) if isinstance(value, bytes) else str(value).encode() for value in values)


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
