-- collector_key_read: the collector's public key, in hexadecimal
SELECT value FROM vg.setting WHERE key = 'collector_public_key'
