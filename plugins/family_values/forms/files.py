"""Uploads."""

from wtforms import FileField

from portal.web.forms import Form


class PhotoForm(Form):
    """A photo; nobody has to."""

    upload = FileField("照片", description="JPG、PNG 或 HEIC，不超过 20 MB。有未成年人正面的，先征得监护人同意。")
