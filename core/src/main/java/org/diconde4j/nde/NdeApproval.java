package org.diconde4j.nde;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about the component after the inspection, by one reviewer or by two.
 *
 * @param first the review in (300E,0002), (300E,0004), (300E,0005), (300E,0008), or null
 * @param second the secondary review in (0014,0101) to (0014,0104), or null
 * @param repairId Repair ID (0014,0105), or null
 * @param others the approvals of the components of an object that shows several (Multiple Component Approval Sequence
 *     (0014,0106))
 */
public record NdeApproval(
        @Nullable Review first,
        @Nullable Review second,
        @Nullable String repairId,
        List<ComponentApproval> others) {
    /** The status of a component that passed. */
    public static final String APPROVED = "APPROVED";
    /** The status of a component that did not pass. */
    public static final String REJECTED = "REJECTED";

    /**
     * Copies the list.
     *
     * @param first the review, or null
     * @param second the secondary review, or null
     * @param repairId Repair ID, or null
     * @param others the approvals of several components
     */
    public NdeApproval {
        others = List.copyOf(others);
    }

    /**
     * The approval of one component.
     *
     * @param first the review, or null
     * @param second the secondary review, or null
     * @param repairId Repair ID, or null
     */
    public NdeApproval(@Nullable Review first, @Nullable Review second, @Nullable String repairId) {
        this(first, second, repairId, List.of());
    }

    /**
     * What was decided about one component of several.
     *
     * @param componentIdNumber Component ID Number (0010,0020), or null
     * @param statuses Other Approval Status (0014,0107)
     * @param secondaryStatuses Other Secondary Approval Status (0014,0108)
     */
    public record ComponentApproval(
            @Nullable String componentIdNumber, List<String> statuses, List<String> secondaryStatuses) {
        /**
         * Copies the lists.
         *
         * @param componentIdNumber Component ID Number, or null
         * @param statuses Other Approval Status
         * @param secondaryStatuses Other Secondary Approval Status
         */
        public ComponentApproval {
            statuses = List.copyOf(statuses);
            secondaryStatuses = List.copyOf(secondaryStatuses);
        }

        private static ComponentApproval ofItem(Dataset item) {
            return new ComponentApproval(
                    item.string(Tag.PatientID),
                    item.strings(Tag.OtherApprovalStatus),
                    item.strings(Tag.OtherSecondaryApprovalStatus));
        }

        private Dataset toItem() {
            Dataset.Builder item = Dataset.builder();
            Values.put(item, Tag.PatientID, componentIdNumber);
            Values.put(item, Tag.OtherApprovalStatus, statuses);
            Values.put(item, Tag.OtherSecondaryApprovalStatus, secondaryStatuses);
            return item.build();
        }
    }

    /**
     * One reviewer's decision.
     *
     * @param status the approval status, such as {@link #APPROVED}, {@code NOTREVIEWED} or {@code RETEST}; any is taken
     * @param date when, or null
     * @param time when, or null
     * @param reviewerName who, or null
     */
    public record Review(
            String status,
            @Nullable LocalDate date,
            @Nullable LocalTime time,
            @Nullable String reviewerName) {}

    /**
     * Reads the approval of an object.
     *
     * @param dataset an object; the legacy form had no approval
     * @return the approval; what is absent is null
     */
    public static NdeApproval of(Dataset dataset) {
        return new NdeApproval(
                review(dataset, Tag.ApprovalStatus, Tag.ReviewDate, Tag.ReviewTime, Tag.ReviewerName),
                review(
                        dataset,
                        Tag.SecondaryApprovalStatus,
                        Tag.SecondaryReviewDate,
                        Tag.SecondaryReviewTime,
                        Tag.SecondaryReviewerName),
                dataset.string(Tag.RepairID),
                dataset.items(Tag.MultipleComponentApprovalSequence).stream()
                        .map(ComponentApproval::ofItem)
                        .toList());
    }

    /**
     * Whether two different people approved.
     *
     * @return true if both reviews say {@link #APPROVED} and name different reviewers
     */
    public boolean isApprovedByTwo() {
        return first != null
                && second != null
                && first.status.equals(APPROVED)
                && second.status.equals(APPROVED)
                && first.reviewerName != null
                && second.reviewerName != null
                && !first.reviewerName.equalsIgnoreCase(second.reviewerName);
    }

    /**
     * The attributes of the approval alone.
     *
     * @return a data set without any others
     */
    public Dataset toDataset() {
        Dataset.Builder builder = Dataset.builder();
        put(builder, first, Tag.ApprovalStatus, Tag.ReviewDate, Tag.ReviewTime, Tag.ReviewerName);
        put(
                builder,
                second,
                Tag.SecondaryApprovalStatus,
                Tag.SecondaryReviewDate,
                Tag.SecondaryReviewTime,
                Tag.SecondaryReviewerName);
        Values.put(builder, Tag.RepairID, repairId);
        Values.putItems(
                builder,
                Tag.MultipleComponentApprovalSequence,
                others.stream().map(ComponentApproval::toItem).toList());
        return builder.build();
    }

    private static @Nullable Review review(Dataset dataset, int status, int date, int time, int name) {
        String value = dataset.string(status);
        return value == null
                ? null
                : new Review(value, dataset.date(date), Values.time(dataset, time), dataset.string(name));
    }

    private static void put(
            Dataset.Builder builder, @Nullable Review review, int status, int date, int time, int name) {
        if (review == null) {
            return;
        }
        builder.set(status, review.status);
        Values.put(builder, date, review.date == null ? null : Values.text(review.date));
        Values.put(builder, time, review.time == null ? null : Values.text(review.time));
        Values.put(builder, name, review.reviewerName);
    }
}
