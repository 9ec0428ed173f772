package org.diconde4j.net.internal.scp;

import org.diconde4j.net.internal.dimse.Dimse;
import org.diconde4j.net.internal.ul.UlResources;
import org.diconde4j.net.service.AssociationInfo;

/** What a service works with. */
record Exchange(Dimse dimse, AssociationInfo info, ServerConfig config, UlResources resources) {}
