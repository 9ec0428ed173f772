package org.diconde4j.codec.internal.htj2k;

/**
 * The variable-length codes of the significance of quads, CxtVLC (ISO/IEC 15444-15 Annex C), one code for each of eight
 * contexts, for the first row of quads of a code-block and for the others.
 */
final class CxtVlcCodes {
    /**
     * Codes of the first row of quads, one string a context. Each word has six hexadecimal digits: the significance of the
     * four samples (ρ), whether an exponent offset follows (u_off), for which samples the exponent bound is known (ε_k)
     * and reached (ε_1), and the code word of up to seven bits below a 1 that tells its length; its first bit is the
     * least significant one.
     */
    static final String[] FIRST_ROW = {
        // context 0
        "100016 1111bf 200008 2122ff 300031 3122df 31319f 40000a 414453 50002e 514463 51518f 600043 6100ef "
                + "7000af 7122cf 71204d 80000c 81887d 90005d 91006d a00021 a18875 a1a2f7 b000b7 b111d7 b11049 c0003e "
                + "c1cc97 c1c455 c1c865 d000e7 d111a7 d154c7 d1d887 e000fb e122cb e1a845 e1e4bb f000db f1999b f1baeb "
                + "f1fcab f1f879 f1e6f3 f1e259 f1f58b f1f469 f1f1b3",
        // context 1
        "000004 10001e 11119f 200016 21227b 30005b 31007d 40001a 41446b 50004b 514473 5151ff 600053 610063 "
                + "7000bf 7122df 712043 800012 81885d 90006d 91004d a00075 a18855 a1a2ef b000af b111cf b11051 c00021 "
                + "c18865 c1c445 d0008f d11197 d15479 d1d8f7 e000b7 e122d7 e1a859 e1e4e7 f00087 f1b869 f188a7 f1a249 "
                + "f1e471 f1f1c7",
        // context 2
        "000004 10001e 11115b 200016 2122bf 30006b 311173 3132ff 40001a 41444b 500021 5155af 515153 515463 "
                + "600043 6100df 70009f 7122ef 713151 7174b7 800012 8188cf 90007d 91005d a0006d a1004d b0008f b122f7 "
                + "b12075 c00055 c14465 c1c8d7 d00097 d18845 d1c479 d1d1e7 e000a7 e122fb e12059 f000c7 f1f169 f11149 "
                + "f13287 f17471 f1f8bb",
        // context 3
        "000008 100014 11117d 20002c 2122cf 30005d 311145 3132ff 400036 41446d 500026 51553a 51514d 515475 "
                + "6000bf 6144df 61629f 7000ef 7166af 716455 7173f7 717165 71728f 80002a 818887 900079 9111b7 9198d7 "
                + "a00059 a18869 a1a297 b000e7 b1b1a7 b111c7 b13249 b1b8fb c00071 c14451 c1c8bb d000db d1999b d1d5ab "
                + "d1d161 d1dceb d1d441 d1d8cb e0008b e1e4f3 e14493 e1c87e e1e2b3 f000d3 f1aa4e f1b9e3 f1fc83 f1f832 "
                + "f1e6a3 f1f55e f1f422 f1f3c3 f1f13c f1f26e",
        // context 4
        "000004 10001e 1111bf 200016 21225b 30006b 31227d 3131ff 40001a 4144df 50004b 510073 600053 610063 "
                + "70009f 7144ef 714043 800012 81885d 900051 9100f7 a00021 a1aaaf a1a26d a1a84d b000cf b1b28f b10075 "
                + "c00055 c18865 c1c4b7 d000d7 d11187 d11045 e00097 e14479 e1c859 e1e2e7 f000a7 f199c7 f19169 f176fb "
                + "f17249 f1b871 f1f4bb",
        // context 5
        "000008 10003a 1111ff 20002a 21225d 30006d 3133df 313279 3131bf 400032 41449f 50004d 514475 5151ef "
                + "600055 612265 6164af 7000cf 7166d7 716445 71738f 7172f7 7171b7 800022 818859 900066 918897 9191e7 "
                + "a0003c a1aa69 a1a249 a1a871 b000a7 b19987 b19851 b1b3c7 b1b261 b1b1fb c00041 c1887e c1c4bb d000db "
                + "d199eb d1985e d1d59b d1d46e d1d1ab e000cb e1668b e1eab3 e1e24e e1ecf3 e1e876 e1e4d3 f00093 f177c3 "
                + "f17656 f175e3 f1fca3 f1f42c f1d983 f1fabd f1f834 f1f3fd f1f224 f1f146",
        // context 6
        "000008 100014 111143 20002c 21224d 30003a 31337d 31315d 31326d 40002a 4144bf 500075 511155 5154ff "
                + "600065 6122df 61649f 7000ef 7166cf 716445 7173af 717176 7172f7 800032 81888f 900079 9111b7 9198d7 "
                + "a00059 a12269 a1a897 b000e7 b199c7 b19149 b1baa7 b1b271 b1b8fb c00051 c1cc87 c1c861 c1c4bb d000db "
                + "d155b3 d15441 d1c89b d1d1eb e000ab e1e2cb e1228b e1ecf3 e1e87e e1e4d3 f00093 f1665e f1ea6e f1f34e "
                + "f1f222 f1b9e3 f1fc56 f1f846 f1f5a3 f1f13c f1f466",
        // context 7
        "000032 100045 1111ff 200079 2122bf 3000df 31339f 3132ef 3131af 4000cf 41448f 5000d7 511159 5154f7 "
                + "6000b7 610069 700097 7166e7 7173a7 7172c7 71759b 717149 717487 8000fb 8188bb 9000db 910071 a000d3 "
                + "a12251 a1a8eb b000ab b199cb b1b38b b1b1f3 b1bab3 b1b261 b1b893 c000e3 c188a3 c1c4c3 d00083 d199fd "
                + "d1d5dd d1d141 d1dcbd d1d47e d1d89d e000ed e166ad e1ea8d e1e25e e1eccd e1e84e e1e4f5 f00095 f1ff26 "
                + "f1fdb5 f1f7d5 f1f53a f1fba5 f1f32a f1f96e f1f110 f1fee5 f1f676 f1fa22 f1f21c f1fc56 f1f814 f1f418"
    };

    /** Codes of the other rows. */
    static final String[] OTHER_ROWS = {
        // context 0
        "100008 111167 20000e 212257 30002d 31007b 40000a 414447 500035 51006b 600021 6100ff 70009f 71005b "
                + "80000c 818825 900039 910053 a00029 a1884b a1a2bf b000df b10073 c00031 c18863 c1c4ef d0008f d10043 "
                + "e000af e144cf e1407d f000f7 f111b7 f1105d",
        // context 1
        "000002 100015 1111ff 200019 21229f 30003d 3111bf 3132df 40002d 4144b7 500043 5100ef 6000af 6100cf "
                + "70008f 7100f7 800011 818897 90004b 9100d7 a00073 a100e7 b000a7 b100ab c00053 c100c7 d00087 d100fb "
                + "e000bb e100db f0009b f144eb f14063",
        // context 2
        "000002 100019 1111ff 200011 212263 30007d 3122bf 31319f 400035 4144df 500043 5100ef 6000af 6100cf "
                + "70008f 710097 800025 8188f7 9000b7 9100d7 a0005d a1aafb a1a26d a1a8e7 b000a7 b1b2c7 b10087 c0004d "
                + "c100bb d000db d1009b e000eb e144ab e140cb f0008b f144f3 f151b3 f172d3 f1f893",
        // context 3
        "000004 10001a 11114b 200012 212263 30002e 3133ff 313273 313153 400036 4144bf 500043 51117d 51549f "
                + "60005d 6100df 70006d 7144af 71515e 7172ef 800026 8188cf 90004d 910075 a00055 a12265 a1a88f b00045 "
                + "b18879 b1b397 b1b259 b1b1f7 c00069 c10049 d000b7 d144d7 d14071 e000e7 e144a7 e1c8c7 e1e2eb f00051 "
                + "f16687 f173fb f1fabb f1f261 f1f841 f1a8db f1f59b f1f17e f1f4ab",
        // context 4
        "000002 10002d 1111ff 200035 2122bf 3000df 3100ef 400019 414463 500073 51009f 600053 6100af 7000cf "
                + "7100d7 800011 81888f 9000f7 9100b7 a0005d a10097 b000e7 b100eb c00025 c1cca7 c1c8c7 c1c487 d000fb "
                + "d100bb e000db e1229b e12043 f000ab f111cb f1328b f1307d",
        // context 5
        "000004 10003e 11117b 20002a 2122bf 30005b 31004b 400012 41446b 50002e 514473 5151ff 600053 6100ef "
                + "700063 7122df 712055 800036 818843 90007d 91009f a0005d a1006d b0004d b111cf b11075 c00026 c14465 "
                + "c1c8af d00045 d111f7 d15479 d1d88f e00059 e122d7 e1a841 e1e4b7 f0003a f19997 f1d5e7 f1f387 f1f169 "
                + "f176a7 f1fc49 f1f471 f1fac7 f1f851 f1f261",
        // context 6
        "000008 100012 111143 20001c 21227d 30005d 31224d 3131ff 400014 41446d 50002a 514475 5151af 600055 "
                + "6122bf 6164df 700065 712269 71319f 7174ef 800036 818845 900079 910059 a00026 a1aa8f a1a249 a1a8cf "
                + "b0004e b1b2f7 b122b7 b1a8d7 b1b1c7 c0003a c1cc97 c1c8e7 c1c4a7 d00071 d1d487 d144fb d1c8bb d1d1ab "
                + "e00051 e1e4db e1449b e1eaeb e1e861 e1e2b3 f00041 f133cb f1768b f1faf3 f1f27e f1b9d3 f1fce3 f1f85e "
                + "f1f593 f1f46e f1f1a3",
        // context 7
        "000014 100073 111153 200063 2122ff 300043 3111bf 3132ef 40006d 4144df 500036 51117d 51549f 60005d "
                + "6100f7 700026 7174af 7144cf 71738f 71714d 7172d7 800075 8188b7 900055 9100a7 a00065 a10069 b0003a "
                + "b1b197 b111e7 b13245 b1b8fb c00079 c10059 d0002c d1d1c7 d11187 d15449 d1d89b e00071 e1e2bb e122db "
                + "e1a87e e1e48b f00008 f1ffeb f1f7ab f1fbcb f1f351 f17661 f1fa41 f1f22a f1b95e f1fc4e f1f832 f1f56e "
                + "f1f122 f1f43c"
    };

    private CxtVlcCodes() {}

    /** Takes one code word. */
    interface Word {
        void of(int context, int rho, int offset, int known, int reached, int word, int length);
    }

    /** Gives all code words of a table. */
    static void each(String[] table, Word taker) {
        for (int context = 0; context < table.length; context++) {
            for (String digits : table[context].split(" ")) {
                int all = Integer.parseInt(digits, 16);
                int length = 31 - Integer.numberOfLeadingZeros(all & 0xFF);
                taker.of(
                        context,
                        all >> 20,
                        all >> 16 & 1,
                        all >> 12 & 15,
                        all >> 8 & 15,
                        all & (1 << length) - 1,
                        length);
            }
        }
    }
}
