"""The yardstick: the same list, detail and create in bare Flask, Jinja and sqlite3, with nothing around them."""

import sqlite3
from pathlib import Path

from flask import Flask, redirect, render_template, request
from jinja2 import DictLoader

LIST = """<!doctype html><html lang="zh-CN"><title>事项</title><h1>事项</h1><table>
{% for row in rows %}<tr><td>{{ row[1] }}</td><td><a href="/cases/{{ row[0] }}">{{ row[2] }}</a></td><td>{{ row[3] }}</td>
<td>{{ row[4] }}</td><td>{{ row[5] }}</td></tr>{% endfor %}</table></html>"""
DETAIL = """<!doctype html><html lang="zh-CN"><title>{{ case[2] }}</title><h1>{{ case[2] }}</h1>
<dl>{% for value in case %}<dt>{{ loop.index }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>
<ol>{% for event in events %}<li>{{ event[0] }} {{ event[1] }} {{ event[2] }}</li>{% endfor %}</ol></html>"""
COLUMNS = "id, number, title, kind, status, due_at"


def app(database: Path, rows: int) -> Flask:
    """Three views over the portal's own tables."""
    bare = Flask("bare")
    bare.jinja_loader = DictLoader({"list.html": LIST, "detail.html": DETAIL})
    connection = sqlite3.connect(database, check_same_thread=False, isolation_level=None)

    @bare.get("/cases")
    def cases():
        found = connection.execute(f"SELECT {COLUMNS} FROM cases_case ORDER BY created_at DESC, id DESC LIMIT {rows}")
        return render_template("list.html", rows=found.fetchall())

    @bare.get("/cases/<int:case_id>")
    def case(case_id: int):
        found = connection.execute("SELECT * FROM cases_case WHERE id = ?", [case_id]).fetchone()
        events = connection.execute("SELECT title, at, note FROM cases_event WHERE case_id = ?", [case_id]).fetchall()
        return render_template("detail.html", case=found, events=events)

    connection.execute("CREATE TABLE bare_case (id INTEGER PRIMARY KEY, title TEXT, description TEXT, name TEXT)")

    @bare.post("/cases/new")
    def create():
        connection.execute(
            "INSERT INTO bare_case (title, description, name) VALUES (?, ?, ?)",
            [request.form["title"], request.form["description"], request.form["applicants-0-name"]],
        )
        return redirect("/cases", 303)

    return bare
