"""Who is who: prefectures, services, mailboxes, closures, labels, perimeters, agents and roles."""
