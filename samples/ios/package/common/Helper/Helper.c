// The framework: is this the number of a parcel?

signed char ParcelNumberIsValid(const char *number) {
    int length = 0;
    while (number && number[length]) length++;
    return length == 12;
}
