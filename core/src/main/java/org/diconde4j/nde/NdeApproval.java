package org.diconde4j.nde;

import java.time.LocalDate;
import java.time.LocalTime;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about the component after the inspection, by one reviewer or by two.
 *
 * @param first the review in (300E,0002), (300E,0004), (300E,0005), (300E,0008), or null
 * @param second the secondary review in (0014,0101) to (0014,0104), or null
 * @param repairId Repair ID (0014,0105), or null
 */
public record NdeApproval(
        @Nullable Review first,
        @Nullable Review second,
        @Nullable String repairId) {
    /** The status of a component that passed. */
    public static final String APPROVED = "APPROVED";
    /** The status of a component that did not pass. */
    public static final String REJECTED = "REJECTED";

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
     * @param dataset an object, in today's or in legacy form
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
                dataset.string(Tag.RepairID));
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
