diconde4j key ring, format 1
# These are master keys: with them and with the file of store keys everything can be read, and without them nothing.
# Keep a copy where neither fire nor thief gets both the copy and the archive.
# How to decrypt without diconde4j: FORMAT.md of its module storage-crypto.
protection none
key m-4358586fe2fba20a created=2026-11-25T23:36:11Z clear=371c510c4e318c279be2a7e3d2639a827edcdf2c7490c776591bbb49708e4612
key m-ac44e6acc926c21c created=2026-11-25T23:36:11Z clear=02b779ae07538dfd2a851dcf079e2a7bd1eb0d32ec7cdc62dd4d082aec2638df
current m-ac44e6acc926c21c
crc32c 306657de
