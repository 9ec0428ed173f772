package org.diconde4j.nde;

import org.diconde4j.data.Dataset;

/**
 * What the builders of views have in common: attributes that have no method of their own are set by tag.
 *
 * @param <B> the type that its methods return
 */
abstract sealed class AttributesBuilder<B>
        permits Component.Builder, ComponentStudy.Builder, ComponentSeries.Builder, InspectionEquipment.Builder {
    final Dataset.Builder attributes = Dataset.builder();

    @SuppressWarnings("unchecked")
    final B self() {
        return (B) this;
    }

    /**
     * Sets any other attribute of this entity.
     *
     * @param tag group and element number
     * @param values the values, none for an empty element
     * @return this builder
     */
    public B set(int tag, String... values) {
        attributes.set(tag, values);
        return self();
    }
}
