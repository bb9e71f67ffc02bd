"""The two closed vocabularies: what a block is to the listener, and why a piece of a page is left out."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a block is *to the listener*."""

    HEADLINE = "headline"
    KICKER = "kicker"  # the line over the headline: section, series
    DEK = "dek"  # the standfirst under the headline
    BYLINE = "byline"
    DATE = "date"
    DATELINE = "dateline"  # "DUSHANBE --", opening the first paragraph
    LABEL = "label"  # sponsored, opinion, analysis, satire, state media
    SUBHEAD = "subhead"
    BODY = "body"
    QUOTE = "quote"
    LIST_ITEM = "list_item"
    TABLE = "table"
    CAPTION = "caption"
    EMBED = "embed"
    FOOTNOTE = "footnote"
    QUESTION = "question"
    ANSWER = "answer"
    ENTRY = "entry"  # one entry of a live blog
    NOTICE = "notice"  # legal notice, correction, clarification, editor's note
    CREDIT = "credit"  # "(Reporting by …)", "With reporting by AP"
    CUE = "cue"  # words that audiobrief adds; the only role that is not on the page


class Reason(StrEnum):
    """Why a piece of a page is not spoken: closed on purpose, there is no "other"."""

    NAVIGATION = "navigation"  # menus, breadcrumbs, skip links, site header, tags, pagination
    FOOTER = "footer"  # site footer, imprint, copyright line
    SHARE = "share"  # share bars, print and comment buttons
    PLAYER = "player"  # audio and video player chrome, time codes
    RELATED = "related"  # links to and teasers of other articles
    PROMOTION = "promotion"  # newsletter, subscription, app, donation and follow-us boxes
    CONSENT = "consent"  # cookie and privacy boxes
    ADVERTISEMENT = "advertisement"
    COMMENTS = "comments"
    DUPLICATE = "duplicate"  # said elsewhere already: the headline again, a caption twice
    PULL_QUOTE = "pull_quote"  # a sentence of the body, set again for the eye
    IMAGE_LABEL = "image_label"  # "16x9 Image", "site logo": describes nothing
    PROFILE = "profile"  # the author's biography or portrait
    METADATA = "metadata"  # reading time, view counts, a date or byline printed again
    FORM = "form"  # search boxes, log-in, polls
    WIDGET = "widget"  # weather, stock tickers, calculators, script leftovers
    PAYWALL = "paywall"  # "subscribe to read on"
