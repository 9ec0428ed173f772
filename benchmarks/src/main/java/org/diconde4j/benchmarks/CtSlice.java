package org.diconde4j.benchmarks;

import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;

/**
 * A slice as an industrial CT system writes it: about 200 elements before the pixel data, those of items included, with
 * code sequences, references and two private blocks.
 */
final class CtSlice {
    private static final String ROOT = "1.2.826.0.1.3680043.10.1462.20261122";
    private static final String INSTANCE = ROOT + ".3.117";

    private CtSlice() {}

    /** So many rows and columns of 16 bits: 512 give 512 KiB. */
    static DicomObject of(int side, TransferSyntax syntax) {
        byte[] pixels = new byte[2 * side * side];
        new Random(Inputs.SEED).nextBytes(pixels);
        Dataset.Builder slice = Dataset.builder();
        identity(slice);
        component(slice);
        acquisition(slice);
        privateBlocks(slice);
        image(slice, side);
        slice.setBytes(Tag.PixelData, VR.OW, pixels);
        return new DicomObject(FileMeta.of(UID.CTImageStorage, INSTANCE, syntax.uid()), syntax, 0, slice.build());
    }

    private static void identity(Dataset.Builder slice) {
        slice.set(Tag.SpecificCharacterSet, "ISO_IR 100")
                .set(Tag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL", "CT_SOM5 SPI")
                .set(Tag.InstanceCreationDate, "20261122")
                .set(Tag.InstanceCreationTime, "101502.123000")
                .set(Tag.InstanceCreatorUID, ROOT + ".9")
                .set(Tag.SOPClassUID, UID.CTImageStorage)
                .set(Tag.SOPInstanceUID, INSTANCE)
                .set(Tag.StudyDate, "20261122")
                .set(Tag.SeriesDate, "20261122")
                .set(Tag.AcquisitionDate, "20261122")
                .set(Tag.ContentDate, "20261122")
                .set(Tag.AcquisitionDateTime, "20261122101458.250000+0100")
                .set(Tag.StudyTime, "095811.000000")
                .set(Tag.SeriesTime, "100217.000000")
                .set(Tag.AcquisitionTime, "101458.250000")
                .set(Tag.ContentTime, "101459.000000")
                .set(Tag.AccessionNumber, "PO-2026-0317")
                .set(Tag.Modality, "CT")
                .set(Tag.Manufacturer, "Nordlicht Prüftechnik")
                .set(Tag.InstitutionName, "Prüflabor Küste")
                .set(Tag.InstitutionAddress, "Am Kai 7, 24103 Kiel")
                .set(Tag.ReferringPhysicianName, "Norddeutsche Armaturenwerke")
                .set(Tag.StationName, "CT-HALL-2")
                .set(Tag.StudyDescription, "Globe valve DN100, casting and nozzle")
                .setItems(Tag.ProcedureCodeSequence, Inputs.code("CT-FULL", "Tomography of the whole component"))
                .set(Tag.SeriesDescription, "Body 160 kV, 0.2 mm")
                .set(Tag.InstitutionalDepartmentName, "Radiography")
                .set(Tag.PerformingPhysicianName, "Petersen^Jürgen")
                .set(Tag.OperatorsName, "Yilmaz^Defne", "Olsen^Kari")
                .set(Tag.ManufacturerModelName, "NL-450 Tomograph")
                .setItems(Tag.ReferencedStudySequence, reference(UID.DetachedStudyManagement, ROOT + ".1"))
                .setItems(
                        Tag.SourceImageSequence,
                        reference(UID.DigitalXRayImageStorageForProcessing, ROOT + ".4.1"),
                        reference(UID.DigitalXRayImageStorageForProcessing, ROOT + ".4.2"))
                .set(Tag.DerivationDescription, "Filtered back projection, 1800 projections")
                .set(Tag.StudyInstanceUID, ROOT + ".1")
                .set(Tag.SeriesInstanceUID, ROOT + ".2")
                .set(Tag.StudyID, "INSP-0317")
                .set(Tag.SeriesNumber, "3")
                .set(Tag.AcquisitionNumber, "1")
                .set(Tag.InstanceNumber, "117");
    }

    private static void component(Dataset.Builder slice) {
        slice.set(Tag.PatientName, "Globe valve DN100 with welded nozzle")
                .set(Tag.PatientID, "SN-0317")
                .set(Tag.IssuerOfPatientID, "Norddeutsche Armaturenwerke")
                .set(Tag.PatientBirthDate, "20260211")
                .set(Tag.PatientSex, "O")
                .setItems(
                        Tag.OtherPatientIDsSequence,
                        Dataset.builder()
                                .set(Tag.PatientID, "HEAT-48213")
                                .set(Tag.IssuerOfPatientID, "Foundry")
                                .set(Tag.TypeOfPatientID, "TEXT")
                                .build())
                .set(Tag.PatientAge, "009M")
                .set(Tag.PatientSize, "0.48")
                .set(Tag.PatientWeight, "31.5")
                .set(Tag.EthnicGroup, "P265GH")
                .set(Tag.PatientComments, "Pressure test passed before inspection")
                .set(0x00140025, VR.ST, "Body cast in sand, nozzle welded: 141 root, 111 filler and cap")
                .set(0x00140028, VR.ST, "Norddeutsche Armaturenwerke")
                .setDoubles(0x00140030, VR.DS, 10.0)
                .set(0x00140042, VR.ST, "EN 10028-2, heat 48213")
                .set(0x00140046, VR.LT, "Flange insert EN AC-42100 T6")
                .set(0x00140050, VR.CS, "COMPOUND")
                .set(0x00140056, VR.CS, "CURVED")
                .set(0x00140100, VR.LO, "W-17", "W-23");
    }

    private static void acquisition(Dataset.Builder slice) {
        slice.set(Tag.BodyPartExamined, "CASTING")
                .set(Tag.ScanOptions, "AXIAL MODE")
                .set(Tag.SliceThickness, "0.2")
                .set(Tag.KVP, "160")
                .set(Tag.DataCollectionDiameter, "500")
                .set(Tag.DeviceSerialNumber, "NL450-0042")
                .set(Tag.SoftwareVersions, "DICONDE21", "4.7.1 build 2209")
                .set(Tag.ProtocolName, "Casting, fine")
                .set(Tag.ReconstructionDiameter, "102.4")
                .set(Tag.DistanceSourceToDetector, "1085.6")
                .set(Tag.DistanceSourceToPatient, "595.0")
                .set(Tag.GantryDetectorTilt, "0.0")
                .set(Tag.TableHeight, "153.5")
                .set(Tag.RotationDirection, "CW")
                .set(Tag.ExposureTime, "1000")
                .set(Tag.XRayTubeCurrent, "320")
                .set(Tag.Exposure, "320")
                .set(Tag.FilterType, "2.0 mm Cu")
                .set(Tag.GeneratorPower, "51200")
                .set(Tag.FocalSpots, "0.4")
                .set(Tag.DateOfLastCalibration, "20261120")
                .set(Tag.TimeOfLastCalibration, "070312.000000")
                .set(Tag.ConvolutionKernel, "SHEPP-LOGAN")
                .set(Tag.PatientPosition, "HFS")
                .setDoubles(0x00189306, VR.FD, 0.625)
                .setDoubles(0x00189307, VR.FD, 40.0)
                .setDoubles(0x00189311, VR.FD, 0.2)
                .setItems(
                        Tag.ReferencedPerformedProcedureStepSequence, reference("1.2.840.10008.3.1.2.3.3", ROOT + ".5"))
                .setItems(
                        Tag.RequestAttributesSequence,
                        Dataset.builder()
                                .set(Tag.RequestedProcedureDescription, "Volume scan before machining")
                                .set(Tag.ScheduledProcedureStepDescription, "Tomography, body and nozzle")
                                .setItems(
                                        Tag.ScheduledProtocolCodeSequence,
                                        Inputs.code("CT-FULL", "Tomography of the whole component"))
                                .set(Tag.ScheduledProcedureStepID, "SPS-0317-2")
                                .set(Tag.RequestedProcedureID, "RP-0317")
                                .build())
                .set(Tag.PerformedProcedureStepStartDate, "20261122")
                .set(Tag.PerformedProcedureStepStartTime, "095811.000000")
                .set(Tag.PerformedProcedureStepID, "PPS-20261122-2")
                .set(Tag.PerformedProcedureStepDescription, "Tomography, body and nozzle")
                .set(Tag.ContrastBolusAgent, "none");
    }

    /** What a manufacturer keeps for itself: many small numbers, and a block of bytes. */
    private static void privateBlocks(Dataset.Builder slice) {
        slice.set(0x00090010, VR.LO, "NORDLICHT_IDEN_01")
                .set(0x00091001, VR.LO, "NL450_HALL2")
                .set(0x00091002, VR.SH, "CT01")
                .set(0x00091004, VR.SH, "NL-450")
                .set(0x00091027, VR.SL, "1795342498")
                .set(0x000910E3, VR.UI, ROOT + ".2.9");
        slice.set(0x00190010, VR.LO, "NORDLICHT_ACQU_01");
        for (int i = 0; i < 24; i++) {
            slice.set(0x00191002 + i, VR.SL, Integer.toString(1000 + 37 * i));
        }
        for (int i = 0; i < 16; i++) {
            slice.set(0x00191040 + i, VR.DS, Double.toString(0.125 * i));
        }
        for (int i = 0; i < 12; i++) {
            slice.set(0x00191060 + i, VR.SS, Integer.toString(i - 6));
        }
        slice.setBytes(0x001910A0, VR.OB, new byte[256]);
    }

    private static void image(Dataset.Builder slice, int side) {
        slice.set(Tag.ImagePositionPatient, "-51.200000", "-204.700000", "-23.400000")
                .set(Tag.ImageOrientationPatient, "1.0", "0.0", "0.0", "0.0", "1.0", "0.0")
                .set(Tag.FrameOfReferenceUID, ROOT + ".7")
                .set(Tag.Laterality, "U")
                .set(Tag.ImagesInAcquisition, "1024")
                .set(Tag.PositionReferenceIndicator, "FLANGE")
                .set(Tag.SliceLocation, "-23.4")
                .set(Tag.ImageComments, "Slice through the seat")
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.Rows, side)
                .set(Tag.Columns, side)
                .set(Tag.PixelSpacing, "0.2", "0.2")
                .set(Tag.BitsAllocated, 16)
                .set(Tag.BitsStored, 16)
                .set(Tag.HighBit, 15)
                .set(Tag.PixelRepresentation, 0)
                .set(Tag.SmallestImagePixelValue, 0)
                .set(Tag.LargestImagePixelValue, 65535)
                .set(Tag.WindowCenter, "12000", "30000")
                .set(Tag.WindowWidth, "8000", "60000")
                .set(Tag.RescaleIntercept, "0")
                .set(Tag.RescaleSlope, "0.00152")
                .set(Tag.RescaleType, "LAC")
                .set(Tag.WindowCenterWidthExplanation, "METAL", "ALL")
                .set(Tag.LossyImageCompression, "00");
    }

    private static Dataset reference(String sopClass, String instance) {
        return Dataset.builder()
                .set(Tag.ReferencedSOPClassUID, sopClass)
                .set(Tag.ReferencedSOPInstanceUID, instance)
                .build();
    }
}
