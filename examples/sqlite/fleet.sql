-- A fleet as a database: `sqlite3 fleet.db <fleet.sql` makes one to try.
-- A phone has an address and a place, and its lines have extensions.

CREATE TABLE phone (
    mac      TEXT PRIMARY KEY CHECK (length(mac) = 12),
    place    TEXT NOT NULL,
    is_in_use INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE line (
    mac       TEXT NOT NULL REFERENCES phone,
    number    INTEGER NOT NULL CHECK (number BETWEEN 1 AND 4),
    extension TEXT NOT NULL,
    password  TEXT NOT NULL CHECK (password <> ''),
    PRIMARY KEY (mac, number)
);

INSERT INTO phone VALUES
    ('000e08aabb01', 'Reception', 1),
    ('000e08aabb02', 'Lab "B" & hall', 1),
    ('000e08aabb03', 'Store', 0);

INSERT INTO line VALUES
    ('000e08aabb01', 1, '101', 'harbour-Lamp-11'),
    ('000e08aabb01', 2, '199', 'paper-Comet-64'),
    ('000e08aabb02', 1, '102', 'quiet-Anchor-27'),
    ('000e08aabb03', 1, '103', 'velvet-Stone-38');

-- What `spc batch` reads: one row per phone, and one column for each placeholder of the base or parameter. A NULL is an empty
-- cell, which keeps the base's value.
CREATE VIEW device AS
SELECT
    phone.mac,
    phone.place AS "Station_Name",
    first.extension,
    first.password AS "Password_1_",
    CASE WHEN second.mac IS NULL THEN NULL ELSE 'Yes' END AS "Line_Enable_2_",
    second.extension AS "User_ID_2_",
    second.password AS "Password_2_"
FROM phone
JOIN line AS first ON first.mac = phone.mac AND first.number = 1
LEFT JOIN line AS second ON second.mac = phone.mac AND second.number = 2
WHERE phone.is_in_use
ORDER BY phone.mac;
