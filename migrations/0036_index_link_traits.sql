-- Intent: finding campaigns by a trait that links their members. Locks: writes to campaign_links wait for the index.
-- Back-fill: none.

create index campaign_links_trait on campaign_links (trait text_pattern_ops);
