"""Where each province stands on the tile map: 17 rows by 6 columns, north to south.

One tile a province whatever its size; the shape of the country stays readable from eight metres.
Hoàng Sa (Đà Nẵng) and Trường Sa (Khánh Hòa) stand at sea, at their own place. Pure data.
"""

from schema.unit import ROOT

ROWS = 17
COLUMNS = 6

Cell = tuple[int, int]  # row, column; both from 0

PROVINCES: dict[str, Cell] = {
    "vn.12": (0, 0),  # Lai Châu
    "vn.15": (0, 1),  # Lào Cai
    "vn.08": (0, 2),  # Tuyên Quang
    "vn.04": (0, 3),  # Cao Bằng
    "vn.11": (1, 0),  # Điện Biên
    "vn.14": (1, 1),  # Sơn La
    "vn.25": (1, 2),  # Phú Thọ
    "vn.19": (1, 3),  # Thái Nguyên
    "vn.20": (1, 4),  # Lạng Sơn
    "vn.01": (2, 2),  # Hà Nội
    "vn.24": (2, 3),  # Bắc Ninh
    "vn.22": (2, 4),  # Quảng Ninh
    "vn.37": (3, 2),  # Ninh Bình
    "vn.33": (3, 3),  # Hưng Yên
    "vn.31": (3, 4),  # Hải Phòng
    "vn.38": (4, 2),  # Thanh Hóa
    "vn.40": (5, 2),  # Nghệ An
    "vn.42": (6, 2),  # Hà Tĩnh
    "vn.44": (7, 3),  # Quảng Trị
    "vn.46": (8, 3),  # Huế
    "vn.48": (9, 4),  # Đà Nẵng
    "vn.51": (10, 4),  # Quảng Ngãi
    "vn.52": (11, 4),  # Gia Lai
    "vn.66": (12, 4),  # Đắk Lắk
    "vn.80": (13, 1),  # Tây Ninh
    "vn.75": (13, 2),  # Đồng Nai
    "vn.68": (13, 3),  # Lâm Đồng
    "vn.56": (13, 4),  # Khánh Hòa
    "vn.82": (14, 1),  # Đồng Tháp
    "vn.79": (14, 2),  # TP.HCM
    "vn.91": (15, 0),  # An Giang
    "vn.92": (15, 1),  # Cần Thơ
    "vn.86": (15, 2),  # Vĩnh Long
    "vn.96": (16, 0),  # Cà Mau
}

INSETS: dict[str, Cell] = {
    "vn.48.20333": (9, 5),  # Hoàng Sa, special zone of Đà Nẵng
    "vn.56.22736": (13, 5),  # Trường Sa, special zone of Khánh Hòa
}

INSET_NAMES = {"vn.48.20333": "Hoàng Sa", "vn.56.22736": "Trường Sa"}

CELLS: dict[str, Cell] = PROVINCES | INSETS


def zone_of(code: str, board: str) -> str:
    """The province whose tile on this board counts what this one does; "" where none does."""
    return code.rpartition(".")[0] if board == ROOT and code in INSETS else ""


BRIEF: dict[str, str] = {
    "vn.12": "L.Châu",
    "vn.08": "T.Quang",
    "vn.04": "C.Bằng",
    "vn.11": "Đ.Biên",
    "vn.19": "T.Nguyên",
    "vn.20": "L.Sơn",
    "vn.24": "B.Ninh",
    "vn.22": "Q.Ninh",
    "vn.37": "N.Bình",
    "vn.33": "H.Yên",
    "vn.31": "H.Phòng",
    "vn.38": "T.Hóa",
    "vn.44": "Q.Trị",
    "vn.48": "Đ.Nẵng",
    "vn.51": "Q.Ngãi",
    "vn.66": "Đ.Lắk",
    "vn.80": "T.Ninh",
    "vn.75": "Đ.Nai",
    "vn.68": "L.Đồng",
    "vn.56": "K.Hòa",
    "vn.82": "Đ.Tháp",
    "vn.79": "TP.HCM",
    "vn.91": "A.Giang",
    "vn.92": "C.Thơ",
    "vn.86": "V.Long",
}
"""Names for tiles too narrow for the short one; whoever is missing fits anyway."""
