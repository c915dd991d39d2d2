"""Landmarks from tags, roles, classes and ids."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ofsight.ingest import landmarks
from ofsight.ingest.landmarks import landmarks_of


@pytest.mark.parametrize(
    ("tag", "attributes", "expected"),
    [
        ("nav", {}, ("nav",)),
        ("menu", {}, ("ul",)),
        ("div", {"role": "contentinfo"}, ("footer",)),
        ("div", {"class": "c-article__byline js-hook"}, ("byline",)),
        ("div", {"class": "ssrc-1ocoo3l-Wrap", "data-component": "tag-list"}, ("tags",)),
        ("div", {"class": "relatedStories"}, ("related",)),
        ("div", {"class": "RELATED"}, ("related",)),
        ("li", {"id": "comment-1234"}, ("comments",)),
        ("div", {"class": "more-from-section"}, ("related",)),
        ("span", {"itemprop": "datePublished"}, ("date",)),
        ("div", {"class": "author-bio"}, ("bio",)),
        ("div", {"class": "header-ad"}, ("advert",)),
        ("div", {"class": "shadow headline-less heading"}, ("headline",)),
        ("div", {"class": "upload commentary adaptive navy"}, ()),
        ("div", {"class": "has-share tag-children category-adverts"}, ()),
        ("body", {"class": "home has-sidebar comments-open"}, ()),
        ("article", {"class": "post category-news author-smith share-on"}, ("article",)),
        ("article", {"class": "comment"}, ("article", "comments")),
        ("div", {"class": "hentry post related-council newsletter-x"}, ()),
        ("p", {"class": "standfirst"}, ("standfirst",)),
        ("p", {"class": "lead"}, ("standfirst",)),
        ("div", {"class": "lead-image elementor-widget-container"}, ()),
        ("div", {"class": "widget widget_text"}, ("sidebar",)),
        ("div", {"data-gu-name": "body", "class": "dcr-1a2b3c"}, ("body",)),
        ("span", {"class": "story-image-copyright"}, ("credit",)),
    ],
)
def test_landmarks_of(tag: str, attributes: dict[str, str], expected: tuple[str, ...]) -> None:
    assert landmarks_of(tag, attributes, holds_story=False) == expected


def test_what_holds_the_story_is_none_of_its_parts_and_no_furniture() -> None:
    attributes = {"class": "sidebar-wrap byline-top article-body"}
    assert landmarks_of("div", attributes, holds_story=True) == ("body",)
    assert landmarks_of("div", attributes, holds_story=False) == ("sidebar", "byline", "body")


def test_the_vocabulary_names_each_phrase_once_and_no_phrase_is_too_long() -> None:
    with (Path(landmarks.__file__).parent / "data" / "landmarks.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    phrases = [row["words"] for row in rows]
    assert len(phrases) == len(set(phrases))
    assert max(len(phrase.split()) for phrase in phrases) <= 3
    assert {row["match"] for row in rows} == {"any", "whole"}
