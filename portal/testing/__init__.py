"""What tests of the portal and of its plugins stand on: a pytest plugin with app, client, cast and factories."""
