"""Test support for the portal and plugins: a pytest plugin with application, client, users and factories."""
