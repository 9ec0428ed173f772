package org.diconde4j.codec.internal.jpeg2000.syntax;

/** In which order packets come (ITU-T T.800 B.12.1); the ordinals are the values of Table A.16. */
public enum Progression {
    LAYER_RESOLUTION_COMPONENT_POSITION,
    RESOLUTION_LAYER_COMPONENT_POSITION,
    RESOLUTION_POSITION_COMPONENT_LAYER,
    POSITION_COMPONENT_RESOLUTION_LAYER,
    COMPONENT_POSITION_RESOLUTION_LAYER
}
