package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomReader;
import org.diconde4j.nde.Component;
import org.diconde4j.nde.ComponentSeries;
import org.diconde4j.nde.ComponentStudy;
import org.diconde4j.nde.EquipmentPart;
import org.diconde4j.nde.ImageQualityIndicator;
import org.diconde4j.nde.Indication;
import org.diconde4j.nde.InspectionEquipment;
import org.diconde4j.nde.NdeApproval;
import org.diconde4j.nde.NdeGeometry;
import org.diconde4j.nde.NdeRemark;
import org.diconde4j.nde.Setting;
import org.diconde4j.nde.Technique;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A file in the words of an inspector. */
@Command(
        name = "describe",
        header = "Tell what a file says of an inspection: component, technique, indications, approval.",
        description = {
            "",
            "Old files, whose attributes stand in private blocks, are told like those of today. Lines that begin with"
                    + " remark name what could not be read, and where both forms contradict each other."
        },
        footer = {"  diconde4j describe weld-17.dcm"})
@SuppressWarnings("NullAway.Init")
final class DescribeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A DICOM file.")
    private Path file;

    DescribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Dataset dataset = DicomFile.read(file, DicomReader.lenient().withDeviations(new Deviations(terminal)))
                .dataset();
        component(Component.of(dataset));
        ComponentStudy study = ComponentStudy.of(dataset);
        line("study", study.id(), study.date(), study.time(), study.description());
        line("owner", study.ownerName());
        line("expires", study.expiryDate());
        ComponentSeries series = ComponentSeries.of(dataset);
        line("series", series.number(), series.modality(), series.description(), series.procedureName());
        line("inspector", series.inspectorName());
        line("conditions", series.actualEnvironmentalConditions());
        InspectionEquipment equipment = InspectionEquipment.of(dataset);
        line("equipment", equipment.manufacturer(), equipment.modelName(), equipment.serialNumber());
        line("company", equipment.companyName(), equipment.departmentName());
        Technique technique = Technique.of(dataset);
        technique.settings().forEach(setting -> line("technique", setting));
        parts(technique.parts(), "");
        for (ImageQualityIndicator indicator : ImageQualityIndicator.of(dataset)) {
            line("IQI", indicator.type(), indicator.material(), indicator.size());
        }
        for (NdeGeometry.Axis axis : NdeGeometry.of(dataset).axes()) {
            line("axis", axis.number(), axis.type(), axis.mapping(), axis.units(), axis.description());
        }
        Indication.of(dataset).forEach(this::indication);
        NdeApproval approval = NdeApproval.of(dataset);
        review("approval", approval.first());
        review("second", approval.second());
        line("repair", approval.repairId());
        approval.others()
                .forEach(other -> line(
                        "approval",
                        other.componentIdNumber(),
                        words(other.statuses()),
                        words(other.secondaryStatuses())));
        NdeRemark.of(dataset).forEach(remark -> line("remark", remark));
        return 0;
    }

    private void component(Component component) {
        line("component", component.idNumber(), component.issuer(), component.name(), component.manufacturingDate());
        line("made by", component.manufacturer(), component.manufacturingProcedure());
        String thickness = component.material().thicknesses().stream()
                .map(millimetres -> millimetres + " mm")
                .collect(Collectors.joining(", "));
        line("material", component.material().name(), component.material().grade(), thickness);
        line(
                "shape",
                component.shape(),
                millimetres("outside", component.outerDiameter()),
                millimetres("inside", component.innerDiameter()));
        line("welders", words(component.welderIds()));
    }

    private void parts(List<EquipmentPart> parts, String within) {
        for (EquipmentPart part : parts) {
            String name = within + part.name();
            for (Setting setting : part.settings()) {
                line("technique", name + ": " + setting);
            }
            parts(part.parts(), name + ", ");
        }
    }

    private void indication(Indication indication) {
        line(
                "indication",
                indication.number(),
                words(indication.types()),
                indication.disposition(),
                indication.description());
        indication.regions().forEach(region -> line("", "at", region.graphicType(), region.points(), region.unit()));
        indication.properties().forEach(property -> line("", property.label(), property.value(), property.unit()));
    }

    private void review(String title, NdeApproval.@Nullable Review review) {
        if (review != null) {
            line(title, review.status(), review.reviewerName(), review.date(), review.time());
        }
    }

    private static @Nullable String millimetres(String where, @Nullable Double length) {
        return length == null ? null : where + " " + length + " mm";
    }

    private static String words(List<String> values) {
        return String.join(", ", values);
    }

    /** Nothing is printed of what is not there. */
    private void line(String title, @Nullable Object... values) {
        String text = Stream.of(values)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining(" · "));
        if (!text.isEmpty()) {
            terminal.out()
                    .println(Terminal.clean(String.format(Locale.ROOT, "%-12s%s", title, text))
                            .stripTrailing());
        }
    }
}
