"""Grids in words."""

from django import template

from qualepref.amelioration.rendering.evaluations import say_avancement


register = template.Library()
register.filter("avancement", say_avancement)
