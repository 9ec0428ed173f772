package org.diconde4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The directory of DICOM media. */
@Command(
        name = "dicomdir",
        header = "The directory of DICOM media: list, create, check.",
        description = {
            "",
            "A folder with a DICOMDIR is a File-set (PS3.10 8): its directory names components, studies, series and files."
        },
        footer = {
            "  diconde4j dicomdir list /media/cdrom",
            "  diconde4j dicomdir create /media/usb --file-set-id WELDS",
            "  diconde4j dicomdir check /media/usb"
        })
final class DicomdirCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new WrongUsage("say what to do: dicomdir list, create or check");
    }
}
